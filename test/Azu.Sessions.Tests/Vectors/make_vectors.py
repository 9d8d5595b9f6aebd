#!/usr/bin/env python3
"""Known answers for the formats of Azu.Sessions, from an implementation that shares no line with it.

    python3 make_vectors.py            writes vectors.json, which the tests read
    python3 make_vectors.py --check    opens every value of sealed-by-dotnet.json, and writes it again with "verified": true

Needs Python 3 and its package `cryptography` (which brings an OpenSSL of its own). The tests need neither: both JSON files are committed.
The values of sealed-by-dotnet.json are made by the test VectorTests.Values_for_the_other_side_are_written, which runs only with
AZU_WRITE_VECTORS=1; what is committed has been verified by --check. A test fails when a value in it is not marked as verified.

Nothing here is random, so that a second run gives the same file.
"""
import base64
import hashlib
import hmac
import json
import pathlib
import struct
import sys

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.padding import PKCS7

HERE = pathlib.Path(__file__).parent
GCM, CBC_HMAC = 0x01, 0x02
PURPOSES = ["ref-mac", "seal", "backplane-mac", "binding", "log"]


def take(label, length):
    """Bytes that look random and are always the same."""
    return hashlib.shake_256(b"azu.sessions vectors|" + label.encode()).digest(length)


def prefixed(data):
    return struct.pack(">I", len(data)) + data


def hkdf_extract(salt, key):
    return hmac.new(salt, key, hashlib.sha256).digest()


def hkdf_expand(prk, info, length):
    output, block = b"", b""
    for counter in range(1, -(-length // 32) + 1):
        block = hmac.new(prk, block + info + bytes([counter]), hashlib.sha256).digest()
        output += block
    return output[:length]


def key_id(root):
    return hashlib.sha256(b"azu.kid.v1" + root).digest()[:4]


def subkey(root, purpose):
    return hkdf_expand(hkdf_extract(b"azu.sessions.v1", root), b"azu.sessions.v1|" + purpose.encode(), 32)


def derived_key(root, salt, suite):
    return hkdf_expand(hkdf_extract(salt, subkey(root, "seal")), bytes([suite]), 32 if suite == GCM else 64)


def associated_data(head, purpose, application, name, context):
    return head + b"".join(prefixed(x) for x in (purpose.encode(), application.encode(), name.encode(), context))


def seal(root, suite, salt, nonce, plaintext, purpose, application, name, context):
    head = bytes([suite]) + key_id(root) + salt
    associated = associated_data(head, purpose, application, name, context)
    key = derived_key(root, salt, suite)
    if suite == GCM:
        return head + nonce + AESGCM(key).encrypt(nonce, plaintext, associated), associated
    pad = PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(key[:32]), modes.CBC(nonce)).encryptor()
    ciphertext = encryptor.update(pad.update(plaintext) + pad.finalize()) + encryptor.finalize()
    return head + nonce + ciphertext + cbc_tag(key, associated, nonce, ciphertext), associated


def open_sealed(root, value, purpose, application, name, context):
    suite, head, salt = value[0], value[:21], value[5:21]
    assert value[1:5] == key_id(root), "another key"
    associated = associated_data(head, purpose, application, name, context)
    key = derived_key(root, salt, suite)
    if suite == GCM:
        return AESGCM(key).decrypt(value[21:33], value[33:], associated)
    assert suite == CBC_HMAC
    nonce, ciphertext, tag = value[21:37], value[37:-32], value[-32:]
    assert hmac.compare_digest(cbc_tag(key, associated, nonce, ciphertext), tag), "the MAC does not verify"
    decryptor = Cipher(algorithms.AES(key[:32]), modes.CBC(nonce)).decryptor()
    unpad = PKCS7(128).unpadder()
    return unpad.update(decryptor.update(ciphertext) + decryptor.finalize()) + unpad.finalize()


def cbc_tag(key, associated, nonce, ciphertext):
    return hmac.new(key[32:], prefixed(associated) + nonce + ciphertext, hashlib.sha256).digest()


def token(root, application, cookie, session_id, secret):
    body = b"\x21" + key_id(root) + session_id + secret
    mac = hmac.new(subkey(root, "ref-mac"), prefixed(application.encode()) + prefixed(cookie.encode()) + body, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(body + mac[:16]).decode()


def fingerprint(root, session_id, address, agent):
    message = session_id + prefixed(address.encode()) + prefixed(agent.encode())
    return key_id(root) + hmac.new(subkey(root, "binding"), message, hashlib.sha256).digest()[:16]


def payload_context(session_id, subject, generation):
    return session_id + struct.pack(">i", generation) + (b"" if subject is None else b"\x01" + subject.encode())


def key_vectors():
    for number, length in enumerate([32, 33, 48, 64, 65, 100]):
        root = take(f"root {number}", length)
        yield {"root": root.hex(), "id": key_id(root).hex(), "subkeys": {p: subkey(root, p).hex() for p in PURPOSES}}


def sealed_vectors():
    root = take("root 0", 32)
    names = [("payload", "azu", "_session"), ("payload", "", ""), ("cookie", "Läden & Söhne", "__Host-_session"), ("p" * 300, "a" * 300, "n" * 300)]
    sizes = [0, 1, 15, 16, 17, 31, 32, 33, 255, 1000]
    for number, size in enumerate(sizes * 2):
        suite = GCM if number < len(sizes) else CBC_HMAC
        purpose, application, name = names[number % len(names)]
        salt, nonce, plaintext = take(f"salt {number}", 16), take(f"nonce {number}", 12 if suite == GCM else 16), take(f"plain {number}", size)
        context = payload_context(take(f"id {number}", 16), [None, "", "alice", "Ünïcödé ☃"][number // 2 % 4], number)
        value, associated = seal(root, suite, salt, nonce, plaintext, purpose, application, name, context)
        yield {
            "root": root.hex(), "suite": suite, "salt": salt.hex(), "key": derived_key(root, salt, suite).hex(), "nonce": nonce.hex(),
            "purpose": purpose, "application": application, "name": name, "context": context.hex(),
            "associatedData": associated.hex(), "plaintext": plaintext.hex(), "value": value.hex(),
        }


def token_vectors():
    for number, (application, cookie) in enumerate([("azu", "_session"), ("azu", "__Host-_session"), ("Läden & Söhne", "sid"), ("", "s")]):
        root, session_id, secret = take(f"token root {number}", 32), take(f"token id {number}", 16), take(f"secret {number}", 32)
        yield {
            "root": root.hex(), "application": application, "cookie": cookie, "id": session_id.hex(), "secret": secret.hex(),
            "secretHash": hashlib.sha256(secret).hexdigest(), "token": token(root, application, cookie, session_id, secret),
        }


def fingerprint_vectors():
    root, session_id = take("root 0", 32), take("bound id", 16)
    for address, part in [("192.0.2.77", "4:C00002"), ("2001:db8:1:2ff::7", "6:20010DB8000102"), ("::ffff:192.0.2.77", "4:C00002")]:
        agent = "Mozilla/5.0 (X11; Linux x86_64)"
        yield {"root": root.hex(), "id": session_id.hex(), "address": address, "userAgent": agent, "fingerprint": fingerprint(root, session_id, part, agent).hex()}


def passphrase_vectors():
    for words, iterations in [("correct horse battery staple, and then some", 1000), ("Zwölf Boxkämpfer jagen Viktor quer über den Deich", 4096), ("a lighthouse keeper counts these ships at night", 600_000)]:
        salt = take("pbkdf2 salt " + words, 16)
        key = hashlib.pbkdf2_hmac("sha256", words.encode(), salt, iterations, 32)
        yield {"passphrase": words, "salt": base64.b64encode(salt).decode(), "iterations": iterations, "key": key.hex()}


def write(name, content):
    (HERE / name).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def check():
    entries = json.loads((HERE / "sealed-by-dotnet.json").read_text(encoding="utf-8"))
    for entry in entries:
        plaintext = open_sealed(bytes.fromhex(entry["root"]), bytes.fromhex(entry["value"]), entry["purpose"], entry["application"], entry["name"], bytes.fromhex(entry["context"]))
        assert plaintext.hex() == entry["plaintext"], "opened, but to something else"
        entry["verified"] = True
    write("sealed-by-dotnet.json", entries)
    print(f"{len(entries)} values verified")


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        check()
    elif sys.argv[1:]:
        sys.exit(__doc__)
    else:
        write("vectors.json", {
            "keys": list(key_vectors()), "sealed": list(sealed_vectors()), "tokens": list(token_vectors()),
            "fingerprints": list(fingerprint_vectors()), "passphrases": list(passphrase_vectors()),
        })
