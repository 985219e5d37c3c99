"""Asks gcloud's own parser about commands, without running any. Arguments: the SDK's folder. Input and output are JSON."""

import json
import os
import sys

sdk = sys.argv[1]
sys.path[:0] = [os.path.join(sdk, "lib", "third_party"), os.path.join(sdk, "lib")]
sys.modules.pop("google", None)

from googlecloudsdk import gcloud_main  # noqa: E402

parser = gcloud_main.CreateCLI([])._TopElement()._parser


def accepts(arguments):
    try:
        parser.parse_args(arguments)
    except SystemExit:
        return False
    return True


print(json.dumps([accepts(arguments) for arguments in json.load(sys.stdin)]))
