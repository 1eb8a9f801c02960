/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xlsx_library.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Another number is another layout of the structures we pass. */
#define SONAME "libxlsxwriter.so." LXW_SOVERSION

static const struct {
  const char *name;
  size_t at;
} functions[] = {
#define ROW(name) {#name, offsetof(struct un_xlsx_library, name)},
    UN_XLSXWRITER(ROW)
#undef ROW
};

const struct un_xlsx_library *un_xlsx_library(const char **why) {
  static struct un_xlsx_library library;
  static bool complete;
  void *handle = complete ? NULL : dlopen(SONAME, RTLD_NOW | RTLD_LOCAL);
  for (size_t i = 0; !complete && i < sizeof functions / sizeof *functions; i++) {
    void *function = handle ? dlsym(handle, functions[i].name) : NULL;
    if (!function) {
      *why = dlerror();
      return NULL;
    }
    memcpy((char *)&library + functions[i].at, &function, sizeof function); /* ISO C has no cast for it */
  }
  complete = true;
  return &library;
}
