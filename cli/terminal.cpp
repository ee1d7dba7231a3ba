#include "cli/terminal.hpp"

#include "base/unique_fd.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace slipway::cli {
namespace {

/// The terminal hides what is typed while this object lives.
class WithoutEcho {
public:
    explicit WithoutEcho(int fd) : fd_(fd) {
        is_set_ = ::tcgetattr(fd_, &before_) == 0;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        is_set_ = is_set_ && ::tcsetattr(fd_, TCSAFLUSH, &silent) == 0;
    }
    WithoutEcho(const WithoutEcho&) = delete;
    WithoutEcho& operator=(const WithoutEcho&) = delete;
    ~WithoutEcho() {
        if (is_set_) ::tcsetattr(fd_, TCSAFLUSH, &before_);
    }
    bool is_set() const { return is_set_; }

private:
    int fd_;
    termios before_{};
    bool is_set_ = false;
};

/// Control characters of ASCII, and those of Latin-1 as UTF-8 writes them (C2 80 to C2 9F).
bool is_control(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x20 || byte == 0x7f) return true;
    const bool begins_one = byte == 0xc2 && at + 1 < text.size();
    return begins_one && static_cast<unsigned char>(text[at + 1]) >= 0x80 &&
           static_cast<unsigned char>(text[at + 1]) <= 0x9f;
}

Result<UniqueFd> open_terminal() {
    UniqueFd terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC));
    if (!terminal) return Error(Fault::io, "there is no terminal to ask on");
    return terminal;
}

void end_line(const UniqueFd& terminal) { static_cast<void>(!::write(terminal.get(), "\n", 1)); }

struct TypedLine {
    std::string text;
    bool has_end;  // Ctrl-D ends the input without an end of the line
};

Result<TypedLine> ask(const UniqueFd& terminal, const std::string& question) {
    if (::write(terminal.get(), question.data(), question.size()) < 0) return Error(Fault::io, "the terminal is gone");
    TypedLine line{};
    char c = 0;
    while (::read(terminal.get(), &c, 1) == 1 && c != '\n') line.text += c;
    line.has_end = c == '\n';
    return line;
}

}  // namespace

std::string printable(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_control(text, at)) {
            out += text[at];
            continue;
        }
        out += '?';
        if (static_cast<unsigned char>(text[at]) == 0xc2) ++at;
    }
    return out;
}

Result<std::string> read_secret(const std::string& question) {
    const auto terminal = TRY(open_terminal());
    const WithoutEcho silence(terminal.get());
    if (!silence.is_set()) return Error(Fault::io, "the terminal cannot hide what is typed");
    auto secret = TRY(ask(terminal, question));
    end_line(terminal);  // what was typed is not shown, nor that it ended
    return std::move(secret.text);
}

Result<std::string> read_line(const std::string& question) {
    const auto terminal = TRY(open_terminal());
    auto line = TRY(ask(terminal, question));
    if (!line.has_end) end_line(terminal);
    return std::move(line.text);
}

bool is_terminal(int fd) { return ::isatty(fd) == 1; }

}  // namespace slipway::cli
