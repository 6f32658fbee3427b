import gzip
import hashlib
import zipfile

import bcrypt
import pandas
from argon2 import PasswordHasher
from fastapi import FastAPI
from passlib.context import CryptContext
from PIL import Image

app = FastAPI()
hasher = PasswordHasher()
context = CryptContext(schemes=["bcrypt"])


@app.post("/crew")
async def crew(word: str):
    first = bcrypt.hashpw(word.encode(), bcrypt.gensalt())  # blocks
    good = bcrypt.checkpw(word.encode(), first)  # blocks
    second = hasher.hash(word)  # blocks
    third = context.verify(word, second)  # blocks
    slow = hashlib.pbkdf2_hmac("sha256", b"a", b"b", 600000)  # blocks
    quick = hashlib.sha256(b"a").hexdigest()  # fine
    picture = Image.open("badge.png")  # blocks
    small = picture.resize((64, 64))  # blocks
    small.save("small.png")  # blocks
    table = pandas.read_csv("crew.csv")  # blocks
    packed = zipfile.ZipFile("crew.zip")  # blocks
    packed.extractall("crew")  # blocks
    text = gzip.open("crew.gz")  # blocks
    short = len(word)  # fine
    return good, third, slow, quick, table, text, short
