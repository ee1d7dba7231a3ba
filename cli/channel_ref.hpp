#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace slipway::cli {

/// A channel as the command line names it.
struct ChannelRef {
    std::string repository;
    std::string channel;

    /// "main/dev". Faults: invalid_input "usage".
    static Result<ChannelRef> parse(std::string_view text);
    std::string text() const { return repository + "/" + channel; }
};

/// Parses another channel of `repository`: "main/stable" or, shorter, "stable". Faults: invalid_input "usage" for one
/// of another repository.
Result<std::string> parse_channel_of(const std::string& repository, std::string_view text);

/// One of the files of a push: "hello.deb", or with its target "bookworm=hello.deb", "bookworm/main=hello.deb". A file
/// whose own name has an equals sign is written with "./" before it.
struct NamedFile {
    std::string target{};  // empty: the server chooses it by its rules
    std::string path{};

    static NamedFile parse(std::string_view text);
    bool operator==(const NamedFile&) const = default;
};

}  // namespace slipway::cli
