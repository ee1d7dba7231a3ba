#include "server/token_reader.hpp"

namespace slipway::server {
namespace {

constexpr std::chrono::seconds token_reading_every{1};

}  // namespace

TokenReader::TokenReader(publishing::TokenBook& tokens, const Log& log)
    : tokens_(tokens), log_(log), guard_(log), loop_("token-reader", guard_, 1, [this](unsigned) { run(); }) {}

void TokenReader::run() {
    while (loop_.sleep_for(token_reading_every)) guard_.run("reading tokens", [this] { read(); });
}

/// Until they can be read again, requests with a token are refused: one line tells why.
void TokenReader::read() {
    const auto read = tokens_.refresh();
    if (!read.ok() && !failed_) log_.failure("tokens could not be read", read.error());
    if (read.ok() && failed_) log_.info("tokens were read again");
    failed_ = !read.ok();
}

}  // namespace slipway::server
