#pragma once

#include "server/net/attempt.hpp"

struct ssl_st;  // OpenSSL's SSL

namespace slipway::net {

/// What OpenSSL's records go to and come from.
struct TlsTransport {
    int socket = -1;
    More more = More::no;  // of what is written now
};

/// Makes `session` read from and write to `transport`, which must neither move nor end before the session does.
/// False: out of memory.
bool attach(ssl_st& session, TlsTransport& transport);

}  // namespace slipway::net
