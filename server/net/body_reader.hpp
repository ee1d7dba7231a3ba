#pragma once

#include "server/net/body_pace.hpp"
#include "server/net/request_head.hpp"
#include "server/net/streams.hpp"
#include "server/net/watchdog.hpp"

#include <string>

namespace slipway::net {

enum class BodyStatus : unsigned char { more, complete, ended, malformed };

/// Reads a request's body piece by piece, with a length or chunked. What stream, buffer, parser and deadline refer to
/// must outlive the reader.
template <class Stream>
class BodyReader {
public:
    BodyReader(Stream& stream, ReadBuffer& buffer, Parser& parser, Watchdog::Time& deadline, BodyPace pace);

    /// Fills `space` (not empty) as far as the body goes; `filled` tells how far. `ended`: the connection failed, was
    /// closed or too slow.
    awaitable<BodyStatus> fill(std::string& space);
    std::size_t filled() const { return filled_; }

private:
    /// Moves bytes from the buffer through the parser.
    BodyStatus take(std::string& space);

    Stream& stream_;
    ReadBuffer& buffer_;
    Parser& parser_;
    Watchdog::Time& deadline_;
    BodyPace pace_;
    std::size_t filled_ = 0;
};

extern template class BodyReader<PlainStream>;
extern template class BodyReader<TlsStream>;

}  // namespace slipway::net
