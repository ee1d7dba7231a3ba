#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/unique_fd.hpp"

#include <filesystem>
#include <string>

namespace slipway::signing {

/// A connection to the gpg-agent of a home, which must be running. One thread at a time may use it. Every call blocks
/// until the agent has answered or is gone. Faults of every call: io (no agent, it went away, or it refused).
class AgentSession {
public:
    static Result<AgentSession> open(const std::filesystem::path& home);

    /// Performs the private-key operation over a SHA-512 digest. `parse_agent_signature` reads the answer.
    Result<std::string> sign(const std::string& keygrip, ByteView sha512);

private:
    explicit AgentSession(UniqueFd socket) : socket_(std::move(socket)) {}
    /// Returns the data that the agent answers with.
    Result<std::string> transact(const std::string& command);
    Result<> send(std::string line);
    Result<std::string> answer();
    Result<std::string> receive_line();

    UniqueFd socket_;
    std::string received_;  // and not yet looked at
};

}  // namespace slipway::signing
