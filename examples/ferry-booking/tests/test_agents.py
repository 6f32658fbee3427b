def test_a_wrong_password_gets_no_token(client):
    answer = client.post("/agents/login", json={"name": "harbour office", "password": "ahoi"})
    assert (answer.status_code, answer.json()) == (401, {"detail": "wrong name or password"})


def test_nobody_logs_in_as_somebody_unknown(client):
    assert client.post("/agents/login", json={"name": "Klabautermann", "password": "ahoy"}).status_code == 401


def test_each_login_gives_a_new_token(client):
    given = {"name": "harbour office", "password": "ahoy"}
    tokens = {client.post("/agents/login", json=given).json()["token"] for _ in range(2)}
    assert len(tokens) == 2


def test_the_application_is_afloat(client):
    assert client.get("/health").json() == {"status": "afloat"}
