#pragma once

#include "server/net/attempt.hpp"
#include "server/net/read_ahead.hpp"

struct ssl_st;  // OpenSSL's SSL

namespace slipway::net {

/// Where OpenSSL's records go, and where they come from.
struct TlsTransport {
    int socket = -1;
    More more = More::no;  // of what is written now
    ReadAhead ahead;       // what a wait has read
};

/// Makes `session` read from and write to `transport`, which must neither move nor end before the session does. Returns
/// false if there is no memory.
bool attach(ssl_st& session, TlsTransport& transport);

}  // namespace slipway::net
