#pragma once

#include "server/http/sender.hpp"
#include "server/net/body_bytes.hpp"
#include "server/net/body_pace.hpp"
#include "server/net/deadlines.hpp"
#include "server/net/plain_stream.hpp"
#include "server/net/tls_stream.hpp"

#include <string>

namespace slipway::net {

/// What a BodyReader works with. All of it outlives the reader.
template <class Stream>
struct BodySource {
    Stream& stream;
    ReadBuffer& buffer;  // the connection's: holds what has arrived and was not parsed yet
    ReadBuffer& spare;   // the thread's: lent while bytes are read
    Parser& parser;
    Deadlines::Time& deadline;
    http::Sender* sender = nullptr;  // learns how fast the body arrives, and may have ended it
};

/// Reads a request's body piece by piece, with a length or chunked. A reader that waits for a new piece holds neither a
/// read buffer nor memory for the piece.
template <class Stream>
class BodyReader {
public:
    BodyReader(BodySource<Stream> source, BodyPace pace);

    /// Appends to `space` until it holds `most` bytes (more than it does), or until the body ends. `ended`: the
    /// connection failed, was closed, or was too slow.
    awaitable<BodyStatus> fill(std::string& space, std::size_t most);

private:
    Attempt read();
    void hold_little(std::string& space);
    awaitable<> wait_for(Attempt::Outcome needed);
    bool was_cut() const { return from_.sender != nullptr && from_.sender->was_cut(); }

    BodySource<Stream> from_;
    BodyPace pace_;
    BodyPace::Clock::duration waited_{};  // since the last bytes came
    Deadlines::Time give_up_at_ = Deadlines::never;
    error_code error_;
};

extern template class BodyReader<PlainStream>;
extern template class BodyReader<TlsStream>;

}  // namespace slipway::net
