"""Unpack a source distribution: `extract.py ARCHIVE FOLDER`. Links and paths that leave the folder are refused."""

import sys
import tarfile

with tarfile.open(sys.argv[1]) as archive:
    archive.extractall(sys.argv[2], filter="data")
