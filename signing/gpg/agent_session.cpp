// Speaks to gpg-agent without gpg, in the way gpg speaks to its agent for a signature ("Agent's Assuan Protocol" in the
// manual of GnuPG). A signature through the gpg program costs two forks, a process that reads the keyring, and the
// connection; the agent's part is the same.
//
//   → SIGKEY {keygrip}                 ← OK
//   → SETHASH --hash=sha512 {hex}      ← OK
//   → PKSIGN                           ← D {bytes, with % CR LF as %XX}, OK
//
// These few lines of protocol are here although GPGME has them, too: libgpgme 1.18 crashes if the agent ends while
// GPGME waits for it, and a deadline is kept by ending the agent.

#include "signing/gpg/agent_session.hpp"

#include "base/hex.hpp"
#include "signing/gpg/gpgconf.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>

namespace slipway::signing {
namespace {

constexpr std::size_t longest_line = 1000;  // Assuan's own limit, without the newline
constexpr std::size_t longest_answer = 64 * 1024;

Error agent_failed(std::string_view what) { return Error(Fault::io, "gpg-agent: " + std::string(what)); }

Result<UniqueFd> connect_to(const std::string& path) {
    sockaddr_un address{};
    if (path.empty() || path.size() >= sizeof address.sun_path)
        return Error(Fault::io, "gpg-agent has no usable socket: '" + path + "'");
    address.sun_family = AF_UNIX;
    std::copy(path.begin(), path.end(), address.sun_path);
    UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!fd || ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return Error(Fault::io, "no gpg-agent listens on " + path + ": " + std::strerror(errno));
    return fd;
}

Result<> append_unescaped(std::string& out, std::string_view data) {
    for (std::size_t at = 0; at < data.size(); ++at) {
        if (data[at] != '%') {
            out += data[at];
            continue;
        }
        const auto byte = from_hex(data.substr(at + 1, 2));
        if (!byte || byte->size() != 1) return agent_failed("it sent data that is cut off");
        out += *byte;
        at += 2;
    }
    return {};
}

}  // namespace

Result<AgentSession> AgentSession::open(const std::filesystem::path& home) {
    const auto path = TRY(agent_socket_of(home));
    AgentSession session(TRY(connect_to(path)));
    TRY(session.answer());  // its greeting
    return session;
}

Result<std::string> AgentSession::sign(const std::string& keygrip, ByteView sha512) {
    TRY(transact("SIGKEY " + keygrip));
    TRY(transact("SETHASH --hash=sha512 " + to_hex(sha512)));
    return transact("PKSIGN");
}

Result<std::string> AgentSession::transact(const std::string& command) {
    TRY(send(command));
    return answer();
}

Result<> AgentSession::send(std::string line) {
    line += '\n';
    for (std::string_view rest = line; !rest.empty();) {
        const auto sent = ::send(socket_.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return agent_failed(std::strerror(errno));
        rest.remove_prefix(static_cast<std::size_t>(sent));
    }
    return {};
}

Result<std::string> AgentSession::answer() {
    std::string data;
    while (data.size() < longest_answer) {
        const auto line = TRY(receive_line());
        if (line == "OK" || line.starts_with("OK ")) return data;
        if (line.starts_with("ERR ")) return agent_failed("it refused: " + line.substr(4));
        if (line.starts_with("D ")) TRY(append_unescaped(data, std::string_view(line).substr(2)));
        if (line.starts_with("INQUIRE ")) TRY(send("CAN"));  // nobody is here to be asked
    }
    return agent_failed("its answer is too long");
}

Result<std::string> AgentSession::receive_line() {
    for (auto end = received_.find('\n');; end = received_.find('\n')) {
        if (end != std::string::npos) {
            auto line = received_.substr(0, end);
            received_.erase(0, end + 1);
            return line;
        }
        if (received_.size() > longest_line) return agent_failed("it sent a line that is too long");
        char bytes[longest_line + 1];
        const auto got = ::recv(socket_.get(), bytes, sizeof bytes, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return agent_failed(std::strerror(errno));
        if (got == 0) return agent_failed("it went away");
        received_.append(bytes, static_cast<std::size_t>(got));
    }
}

}  // namespace slipway::signing
