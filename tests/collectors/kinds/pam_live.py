"""Asks the machine's own libpam, as a program that logs people in would: `python pam_live.py ORDERS`.

ORDERS is JSON, a list of `[what, service, user, words...]`: `auth` with one password, `account`, or `change` from an
old password to a new one, which is done as that user. Written is the list of PAM's numbers; 0 is success.
"""

import ctypes
import json
import os
import pwd
import sys
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_int, c_uint, c_void_p, cast, sizeof
from typing import ClassVar

_ECHO_OFF = 1
_TERMINAL, _DELAY = 3, 10
"""Numbers of PAM's items."""


class _Message(Structure):
    _fields_: ClassVar = [("style", c_int), ("text", c_char_p)]


class _Response(Structure):
    _fields_: ClassVar = [("answer", c_void_p), ("code", c_int)]


_TALK = CFUNCTYPE(c_int, c_int, POINTER(POINTER(_Message)), POINTER(POINTER(_Response)), c_void_p)


class _Conversation(Structure):
    _fields_: ClassVar = [("talk", _TALK), ("data", c_void_p)]


_AT_ONCE = CFUNCTYPE(None, c_int, c_uint, c_void_p)(lambda *_: None)
_PAM, _C = ctypes.CDLL("libpam.so.0"), ctypes.CDLL(None)
_C.calloc.restype, _C.strdup.restype = c_void_p, c_void_p
_C.strdup.argtypes = [c_char_p]


def call(what: str, service: str, user: str, *words: str) -> int:
    """One question to libpam. Words answer prompts in their order; the last one answers all further ones."""
    left = list(words)

    def talk(count: int, asked: object, told: object, _data: object) -> int:
        answers = _C.calloc(count, sizeof(_Response))
        told[0] = cast(answers, POINTER(_Response))  # type: ignore[index]
        for number in range(count):
            if asked[number].contents.style == _ECHO_OFF:  # type: ignore[index]
                word = left.pop(0) if len(left) > 1 else left[0]
                told[0][number].answer = _C.strdup(word.encode())  # type: ignore[index]
        return 0

    conversation, handle = _Conversation(_TALK(talk), None), c_void_p()
    started = int(_PAM.pam_start(service.encode(), user.encode(), byref(conversation), byref(handle)))
    if started:
        return started
    _PAM.pam_set_item(handle, _TERMINAL, c_char_p(b"tty1"))  # from nowhere, faillock would count for no place
    _PAM.pam_set_item(handle, _DELAY, _AT_ONCE)  # and a wrong password would take seconds
    function = {"auth": "pam_authenticate", "account": "pam_acct_mgmt", "change": "pam_chauthtok"}[what]
    ended = int(getattr(_PAM, function)(handle, 0))
    _PAM.pam_end(handle, ended)
    return ended


def _apart(order: list[str]) -> int:
    """In a process of its own, and for a change as the user: root is not asked for a good password."""
    out, into = os.pipe()
    if os.fork() == 0:
        if order[0] == "change":
            os.setreuid(pwd.getpwnam(order[2]).pw_uid, 0)
        os.write(into, str(call(*order)).encode())
        os._exit(0)
    os.close(into)
    told = os.read(out, 10)
    os.wait()
    return int(told or b"-1")


if __name__ == "__main__":
    json.dump([_apart(order) for order in json.loads(sys.argv[1])], sys.stdout)
