// Runs the program gpgconf by GPGME. If /run/user/UID exists, GnuPG keeps the sockets of each home in a directory of
// its own there and never removes it: a daemon that makes homes at each start would leave some behind each time.
#include "signing/gpg/gpgconf.hpp"

#include <gpgme.h>

#include <algorithm>
#include <memory>
#include <unistd.h>

namespace slipway::signing {
namespace {

struct ContextDeleter {
    void operator()(gpgme_context* context) const { gpgme_release(context); }
};
struct DataDeleter {
    void operator()(gpgme_data* data) const { gpgme_data_release(data); }
};
using Data = std::unique_ptr<gpgme_data, DataDeleter>;

constexpr std::size_t longest_line = 1024;

Error gpgconf_failed(gpgme_error_t error) {
    return Error(Fault::io, std::string("running gpgconf failed: ") + gpgme_strerror(error));
}

Result<Data> no_bytes() {
    gpgme_data_t data = nullptr;
    if (const auto error = gpgme_data_new(&data); error != 0) return gpgconf_failed(error);
    return Data(data);
}

/// Returns the first line that `gpgconf --homedir HOME COMMAND [ARGUMENT]` prints.
Result<std::string> run(const std::filesystem::path& home, const char* command, const char* argument) {
    static const bool initialised = gpgme_check_version(nullptr) != nullptr;
    gpgme_ctx_t made = nullptr;
    if (const auto error = gpgme_new(&made); !initialised || error != 0) return gpgconf_failed(error);
    const std::unique_ptr<gpgme_context, ContextDeleter> context(made);
    if (const auto error = gpgme_set_protocol(made, GPGME_PROTOCOL_SPAWN); error != 0) return gpgconf_failed(error);
    const auto in = TRY(no_bytes());
    const auto out = TRY(no_bytes());
    const auto messages = TRY(no_bytes());
    const char* program = gpgme_get_dirinfo("gpgconf-name");
    const char* arguments[] = {"gpgconf", "--homedir", home.c_str(), command, argument, nullptr};
    if (program == nullptr) return Error(Fault::io, "the program gpgconf was not found");
    if (const auto error = gpgme_op_spawn(made, program, arguments, in.get(), out.get(), messages.get(), 0); error != 0)
        return gpgconf_failed(error);

    std::string line(longest_line, '\0');
    gpgme_data_seek(out.get(), 0, SEEK_SET);
    const auto size = gpgme_data_read(out.get(), line.data(), line.size());
    line.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    line.resize(std::min(line.find('\n'), line.size()));
    return line;
}

}  // namespace

Result<std::string> agent_socket_of(const std::filesystem::path& home) {
    return run(home, "--list-dirs", "agent-socket");
}

void remove_socket_directory(const std::filesystem::path& home) {
    const std::string directories = "/run/user/" + std::to_string(::getuid()) + "/gnupg";
    if (::access(directories.c_str(), F_OK) != 0) return;
    // If this fails, an empty directory stays; a destructor cannot report it.
    [[maybe_unused]] const auto removed = run(home, "--remove-socketdir", nullptr);
}

}  // namespace slipway::signing
