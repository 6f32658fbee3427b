import logging

logger = logging.getLogger(__name__)
log = logging.getLogger("harbour")


async def weather(port: str) -> str:
    return "calm"


async def announce(port: str) -> None:
    print(f"Weather at {port}: {weather(port)}")  # forgotten: format
    print(f"Weather at {port}: {await weather(port)}")  # fine
    print("Weather: %s" % weather(port))  # forgotten: format
    print("Weather: %s" % await weather(port))  # fine
    print("Weather: %s at %s" % (weather(port), port))  # forgotten: format
    print("Weather: {}".format(weather(port)))  # forgotten: format
    print(weather(port))  # forgotten: format
    print(await weather(port))  # fine
    logger.info("weather %s", weather(port))  # forgotten: format
    logger.info("weather %s", await weather(port))  # fine
    log.warning(weather(port))  # forgotten: format
    logging.error("weather %s", weather(port))  # forgotten: format
    line = str(weather(port))  # forgotten: format
    line += "at " + weather(port)  # forgotten: operator
    line = "at " + await weather(port)  # fine
    line += weather(port)  # forgotten: operator
    print(line)
