#!/usr/bin/env python3
"""Counts the sentences of more than 25 words in the documents and in the XML comments of src/.

  eng/sentences.py           how many, and their share
  eng/sentences.py --list    and each of them, the longest first
"""
import pathlib
import re
import sys

MAX_WORDS = 25
root = pathlib.Path(__file__).resolve().parent.parent


def is_source(path):
    return not {"bin", "obj", "artifacts"} & set(path.relative_to(root).parts)


def prose_of_page(text):
    """The paragraphs, items and table cells of a page, without its code."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    for block in re.split(r"\n(?=\s*(?:[-*#|]|\d+\.) ?)|\n\s*\n", text):
        yield from block.split("|") if block.lstrip().startswith("|") else [block]


def prose_of_code(text):
    """The XML comments of a file, one text for each element that holds prose."""
    for comment in re.findall(r"(?:^[ \t]*///.*\n)+", text, flags=re.MULTILINE):
        comment = re.sub(r"^[ \t]*/// ?", "", comment, flags=re.MULTILINE)
        comment = re.sub(r"<(?:see|paramref|typeparamref)\b[^>]*?(?:cref|name|langword|href)=\"([^\"]*)\"[^>]*/>", lambda m: m[1].split(".")[-1], comment)
        comment = re.sub(r"</?c>", "", comment)
        yield from re.split(r"<[^>]+>", comment)


def sentences(text):
    text = re.sub(r"`[^`]*`", "code", text)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    return [s.strip() for s in re.split(r"(?<=[.!?])\s+", " ".join(text.split())) if re.search(r"\w", s)]


def words(sentence):
    return len(re.findall(r"[\w'’./<>-]*\w[\w'’./<>-]*", sentence))


found = []
pages = [*root.glob("*.md"), *root.glob("docs/**/*.md"), *root.glob("src/*/README.md")]
for label, paths, prose in [("documents", pages, prose_of_page), ("XML comments", root.glob("src/**/*.cs"), prose_of_code)]:
    counted = [(words(s), path.relative_to(root), s) for path in sorted(paths) if is_source(path) for text in prose(path.read_text()) for s in sentences(text)]
    long = [c for c in counted if c[0] > MAX_WORDS]
    found += long
    print(f"{label}: {len(long)} of {len(counted)} sentences have more than {MAX_WORDS} words ({100 * len(long) / len(counted):.1f} %)")

if "--list" in sys.argv[1:]:
    for count, path, sentence in sorted(found, key=lambda c: -c[0]):
        print(f"\n{count} words, {path}\n{sentence}")
