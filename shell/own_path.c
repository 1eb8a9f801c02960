/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "own_path.h"

#include <stddef.h>
#include <stdlib.h>

#include "strbuf.h"

static char *own_path(const char *variable, const char *otherwise, const char *name) {
  const char *folder = getenv(variable), *home = getenv("HOME");
  struct un_strbuf path = UN_STRBUF_INIT;
  if (folder && *folder == '/') un_strbuf_printf(&path, "%s/unseal/%s", folder, name);
  else if (home && *home) un_strbuf_printf(&path, "%s/%s/unseal/%s", home, otherwise, name);
  else return NULL;
  return un_strbuf_take(&path);
}

char *un_own_config(const char *name) { return own_path("XDG_CONFIG_HOME", ".config", name); }

char *un_own_state(const char *name) { return own_path("XDG_STATE_HOME", ".local/state", name); }
