"""Makes the sandbox's calls with boto3 and prints what it understood, as JSON.

Arguments: the sandbox's URL, an access key ID and its secret.
"""

import json
import sys
import urllib.parse
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

url, key_id, secret = sys.argv[1:]


def client(service, keys=None):
    keys = keys or {"AccessKeyId": key_id, "SecretAccessKey": secret}
    return boto3.client(
        service,
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys.get("SessionToken"),
        config=Config(retries={"total_max_attempts": 1}),
    )


def code(serial, ahead=0):
    query = urllib.parse.urlencode({"serial": serial, "ahead": ahead})
    with urllib.request.urlopen(f"{url}/_sandbox/code?{query}") as answer:
        return json.load(answer)["code"]


def refusal(call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        answer = error.response
        return {
            "status": answer["ResponseMetadata"]["HTTPStatusCode"],
            "error": answer["Error"],
            "class": type(error).__name__,
            "sameRequestId": answer["ResponseMetadata"]["RequestId"]
            == answer["ResponseMetadata"]["HTTPHeaders"]["x-amzn-requestid"],
        }
    return None


def without_metadata(answer):
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


iam, sts = client("iam"), client("sts")
seen = {"identity": without_metadata(sts.get_caller_identity())}

made = iam.create_virtual_mfa_device(VirtualMFADeviceName="phone", Path="/boto/")
serial = made["VirtualMFADevice"]["SerialNumber"]
seen["seed"] = made["VirtualMFADevice"]["Base32StringSeed"].decode()
seen["png"] = made["VirtualMFADevice"]["QRCodePNG"][1:4].decode()
iam.enable_mfa_device(
    UserName="bob",
    SerialNumber=serial,
    AuthenticationCode1=code(serial, -1),
    AuthenticationCode2=code(serial),
)
pages = iam.get_paginator("list_mfa_devices").paginate(PaginationConfig={"PageSize": 1})
seen["devices"] = [device["SerialNumber"] for page in pages for device in page["MFADevices"]]

token_code = code(serial, 1)
session = sts.get_session_token(SerialNumber=serial, TokenCode=token_code)["Credentials"]
seen["expiration"] = session["Expiration"].isoformat()
seen["reused"] = refusal(sts.get_session_token, SerialNumber=serial, TokenCode=token_code)
seen["aliases"] = client("iam", session).list_account_aliases()["AccountAliases"]

role = client("sts", session).assume_role(
    RoleArn="arn:aws:iam::123456789012:role/audit", RoleSessionName="boto"
)
seen["role"] = role["AssumedRoleUser"]["Arn"]

iam.deactivate_mfa_device(SerialNumber=serial)
iam.delete_virtual_mfa_device(SerialNumber=serial)
seen["gone"] = refusal(iam.delete_virtual_mfa_device, SerialNumber=serial)
seen["virtual"] = iam.list_virtual_mfa_devices()["VirtualMFADevices"]

fresh = iam.create_access_key()["AccessKey"]
seen["full"] = refusal(iam.create_access_key)
seen["unused"] = iam.get_access_key_last_used(AccessKeyId=fresh["AccessKeyId"])[
    "AccessKeyLastUsed"
]
iam.update_access_key(AccessKeyId=fresh["AccessKeyId"], Status="Inactive")
seen["inactive"] = refusal(client("sts", fresh).get_caller_identity)
iam.delete_access_key(AccessKeyId=fresh["AccessKeyId"])
seen["keys"] = [
    (key["AccessKeyId"], key["Status"]) for key in iam.list_access_keys()["AccessKeyMetadata"]
]
seen["user"] = iam.get_user()["User"]["Arn"]
seen["nobody"] = refusal(iam.get_user, UserName="nobody")

print(json.dumps(seen))
