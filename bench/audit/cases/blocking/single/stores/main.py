import boto3
import pymongo
import redis
import redis.asyncio
from elasticsearch import Elasticsearch
from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient

app = FastAPI()
cache = redis.Redis()
quick = redis.asyncio.Redis()
mongo = pymongo.MongoClient()
motor = AsyncIOMotorClient()
search = Elasticsearch("http://search.example")
bucket = boto3.client("s3")


@app.get("/book")
async def book(name: str):
    seen = cache.get(name)  # blocks
    cache.set(name, 1)  # blocks
    await quick.get(name)  # fine
    await quick.set(name, 1)  # fine
    shelf = mongo.library.books  # fine
    row = shelf.find_one({"name": name})  # blocks
    shelf.insert_one({"name": name})  # blocks
    again = await motor.library.books.find_one({"name": name})  # fine
    hits = search.search(index="books")  # blocks
    bucket.upload_file(name, "covers", name)  # blocks
    listed = bucket.list_objects_v2(Bucket="covers")  # blocks
    options = {"name": name}  # fine
    chosen = options.get("name")  # fine
    return seen, row, again, hits, listed, chosen
