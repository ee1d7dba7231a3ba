#include "storage/s3/credential_sources.hpp"

#include "base/unique_fd.hpp"
#include "storage/s3/command_output.hpp"
#include "storage/s3/credential_texts.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace slipway::s3 {
namespace {

constexpr std::size_t longest_file = 1024 * 1024;
constexpr std::chrono::seconds command_limit{30};

/// Not through the FileSystem of the stores, which follows no links: the file is the operator's, and secrets of
/// Kubernetes are links.
Result<std::string> read_file(const std::filesystem::path& path) {
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) {
        const auto fault = errno == ENOENT ? Fault::not_found : Fault::io;
        return Error(fault, fmt::format("{}: {}", path.string(), std::strerror(errno)));
    }
    std::string text(longest_file, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const auto got = ::read(file.get(), text.data() + size, text.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return Error(Fault::io, fmt::format("{}: {}", path.string(), std::strerror(errno)));
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    text.resize(size);
    return text;
}

std::string text_of(const char* value) { return value == nullptr ? "" : value; }

}  // namespace

EnvironmentCredentials::EnvironmentCredentials(Environment environment) : environment_(std::move(environment)) {}

Result<Credentials> EnvironmentCredentials::load() const {
    return checked({text_of(environment_("AWS_ACCESS_KEY_ID")), text_of(environment_("AWS_SECRET_ACCESS_KEY")),
                    text_of(environment_("AWS_SESSION_TOKEN"))})
        .during("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment");
}

FileCredentials::FileCredentials(std::filesystem::path file, std::string profile)
    : file_(std::move(file)), profile_(std::move(profile)) {}

Result<Credentials> FileCredentials::load() const {
    const auto text = TRY(read_file(file_));
    return parse_credentials_file(text, profile_).during(file_.string());
}

CommandCredentials::CommandCredentials(std::vector<std::string> command, std::chrono::milliseconds limit)
    : command_(std::move(command)), limit_(limit) {}

Result<Credentials> CommandCredentials::load() const {
    const auto output = TRY(output_of(command_, limit_));
    return parse_process_output(output).during(command_.front());
}

Result<std::unique_ptr<CredentialSource>> source_of(const CredentialSettings& settings) {
    if (!settings.file.empty() && !settings.command.empty())
        return Error(Fault::invalid_input,
                     "s3.credentials_file and s3.credentials_command: only one of them can be set");
    if (!settings.file.empty())
        return std::unique_ptr<CredentialSource>(std::make_unique<FileCredentials>(settings.file, settings.profile));
    if (!settings.command.empty())
        return std::unique_ptr<CredentialSource>(std::make_unique<CommandCredentials>(settings.command, command_limit));
    return std::unique_ptr<CredentialSource>(std::make_unique<EnvironmentCredentials>(::getenv));
}

}  // namespace slipway::s3
