import http.client
import urllib.request

import httpx
import requests
from fastapi import FastAPI
from requests import get as fetch

app = FastAPI()
TIDES = "https://tides.example"
keep = requests.Session()


@app.get("/tides")
async def tides():
    now = requests.get(TIDES)  # blocks
    later = fetch(TIDES, timeout=3)  # blocks
    kept = keep.get(TIDES)  # blocks
    with requests.Session() as session:  # fine
        session.headers["Accept"] = "text/plain"  # fine
        session.post(TIDES, json={})  # blocks
        session.request("PUT", TIDES)  # blocks
    raw = urllib.request.urlopen(TIDES)  # blocks
    page = httpx.get(TIDES)  # blocks
    with httpx.Client() as client:
        client.get(TIDES)  # blocks
    async with httpx.AsyncClient() as client:  # fine
        found = await client.get(TIDES)  # fine
        found.json()  # fine
    line = http.client.HTTPSConnection("tides.example")  # fine
    line.request("GET", "/")  # blocks
    answer = line.getresponse()  # blocks
    quote = requests.utils.quote("Voe")  # fine
    link = urllib.request.Request(TIDES)  # fine
    return now, later, kept, raw, page, answer, quote, link
