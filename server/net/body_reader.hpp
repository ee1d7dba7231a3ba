#pragma once

#include "server/net/body_pace.hpp"
#include "server/net/plain_stream.hpp"
#include "server/net/request_head.hpp"
#include "server/net/tls_stream.hpp"
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
    awaitable<> wait_for(Attempt::Outcome needed);

    Stream& stream_;
    ReadBuffer& buffer_;
    Parser& parser_;
    Watchdog::Time& deadline_;
    BodyPace pace_;
    BodyPace::Clock::duration waited_{};  // since the last bytes came
    Watchdog::Time give_up_at_ = Watchdog::never;
    std::size_t filled_ = 0;
    error_code error_;
};

extern template class BodyReader<PlainStream>;
extern template class BodyReader<TlsStream>;

}  // namespace slipway::net
