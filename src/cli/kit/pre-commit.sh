#!/bin/sh
# Refuses a commit whose submissions or mappings have errors. Copy to .git/hooks/pre-commit and make it executable.
set -eu
# Deleted files can't be checked alone: then everything is.
if git diff --cached --name-only --diff-filter=D -- raw mappings | grep -q .; then
  exec roundup check
fi
git diff --cached --name-only --diff-filter=ACMR -z -- raw mappings | xargs -0 -r roundup check
