from feed import Feed, messages


async def read(feed: Feed) -> None:
    async for message in feed.stream():  # fine
        print(message)
    async for message in messages(feed):  # fine
        print(message)
    for message in messages(feed):  # forgotten: async-generator
        print(message)
    with feed.session() as session:  # forgotten: with
        print(session)
    async with feed.session() as session:  # fine
        print(session)
        for message in session.stream():  # forgotten: async-generator
            print(message)
