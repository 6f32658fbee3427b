#: book => send_mail
from fastapi import BackgroundTasks, FastAPI

app = FastAPI()


def send_mail(name):
    return name


@app.get("/book")
def book(tasks: BackgroundTasks):
    tasks.add_task(send_mail, "Ada")
    return {}
