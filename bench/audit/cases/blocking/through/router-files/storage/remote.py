import boto3


class Bucket:
    def __init__(self):
        self.client = boto3.client("s3")  # either

    def load(self):
        return self.client.list_objects_v2(Bucket="shelves")  # blocks

    def drop(self):
        return self.client.delete_bucket(Bucket="shelves")  # fine


def shared():
    return Bucket()
