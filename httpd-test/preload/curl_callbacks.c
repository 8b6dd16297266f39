// SPDX-License-Identifier: Apache-2.0
// Preloaded into SyncEvolution's command line client as Debian 12 builds it (2.0.0-3+b1): that
// build hands libcurl no read and write callback (the compiler left the argument unset), so that
// every session over HTTP ends in a segmentation fault. The callbacks given here call the agent's
// own exported methods.
#define _GNU_SOURCE
#include <curl/curl.h>
#include <dlfcn.h>
#include <stdarg.h>
#include <stddef.h>

#undef curl_easy_setopt

extern size_t agent_read(void* agent, void* octets,
                         size_t size) __asm__("_ZN7SyncEvo18CurlTransportAgent8readDataEPvm");
extern size_t agent_write(void* agent, void* octets,
                          size_t size) __asm__("_ZN7SyncEvo18CurlTransportAgent9writeDataEPvm");
#pragma weak agent_read
#pragma weak agent_write

static size_t on_read(void* octets, size_t size, size_t count, void* agent) {
  return agent_read(agent, octets, size * count);
}

static size_t on_write(void* octets, size_t size, size_t count, void* agent) {
  return agent_write(agent, octets, size * count);
}

CURLcode curl_easy_setopt(CURL* handle, CURLoption option, ...) {
  static CURLcode (*real)(CURL*, CURLoption, ...);
  if (real == NULL) {
    real = (CURLcode(*)(CURL*, CURLoption, ...))dlsym(RTLD_NEXT, "curl_easy_setopt");
  }
  va_list list;
  va_start(list, option);
  void* argument = va_arg(list, void*);
  va_end(list);
  if (agent_read != NULL && agent_write != NULL) {
    if (option == CURLOPT_WRITEFUNCTION) {
      argument = (void*)on_write;
    } else if (option == CURLOPT_READFUNCTION) {
      argument = (void*)on_read;
    }
  }
  return real(handle, option, argument);
}
