import os
import shutil
import zipfile


def archive():
    shutil.make_archive("crew", "zip")  # fine


def compress(name):
    return zipfile.ZipFile(name)  # fine


def count(name):
    return len(os.listdir(name))  # blocks
