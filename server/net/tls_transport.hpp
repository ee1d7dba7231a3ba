#pragma once

#include "server/net/attempt.hpp"
#include "server/net/read_ahead.hpp"

struct ssl_st;  // OpenSSL's SSL

namespace slipway::net {

/// What OpenSSL's records go to and come from.
struct TlsTransport {
    int socket = -1;
    More more = More::no;  // of what is written now
    ReadAhead ahead;       // what a wait has read
};

/// Makes `session` read from and write to `transport`, which must neither move nor end before the session does.
/// False: out of memory.
bool attach(ssl_st& session, TlsTransport& transport);

}  // namespace slipway::net
