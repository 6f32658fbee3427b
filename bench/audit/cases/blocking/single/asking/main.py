from fastapi import FastAPI

app = FastAPI()


class Form:
    def input(self, name):
        return name


@app.get("/ask")
async def ask():
    answer = input("port? ")  # blocks
    print(answer)  # fine
    return Form().input("port")  # fine
