#pragma once

#include "base/result.hpp"
#include "server/http/message.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

namespace slipway::net {

/// Beast's incremental parser: used for heads and for the framing of bodies.
using Parser = boost::beast::http::request_parser<boost::beast::http::buffer_body>;

/// The bytes that were read from a connection and are not parsed yet.
using ReadBuffer = boost::beast::flat_buffer;

/// Makes `parser` ready for a request whose head has at most `max_head` bytes. The size of bodies is the handler's
/// concern.
void prepare_head(Parser& parser, unsigned max_head);

/// Parses what `buffer` holds of a head, and consumes it. Returns true when the head is complete. Faults: invalid_input
/// ("bad-request") and too_large ("header-too-large").
Result<bool> parse_head(Parser& parser, ReadBuffer& buffer);

/// Returns the method of a complete head, even if `request_from` refuses it, because the answer to a HEAD has no body.
http::Method method_of(const Parser& parser);

/// Makes a request of the complete head, without address and TLS. Faults: invalid_input (a bad target or Host, framing
/// that could be read in two ways, an expectation other than 100-continue).
Result<http::Request> request_from(const Parser& parser);

}  // namespace slipway::net
