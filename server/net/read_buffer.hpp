#pragma once

#include <boost/beast/core/flat_buffer.hpp>

namespace slipway::net {

/// What has been read from a connection and not been used yet.
using ReadBuffer = boost::beast::flat_buffer;

}  // namespace slipway::net
