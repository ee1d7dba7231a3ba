#pragma once

#include "storage/s3/credentials.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace slipway::s3 {

/// Where the configuration says that credentials are. By default they are in the environment.
struct CredentialSettings {
    std::filesystem::path file{};
    std::string profile = "default";     // of the file
    std::vector<std::string> command{};  // program and arguments
};

/// Reads AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.
class EnvironmentCredentials final : public CredentialSource {
public:
    /// As getenv(3).
    using Environment = std::function<const char*(const char* name)>;

    explicit EnvironmentCredentials(Environment environment);
    Result<Credentials> load() const override;

private:
    Environment environment_;
};

/// Reads a shared credentials file (`parse_credentials_file`) each time.
class FileCredentials final : public CredentialSource {
public:
    FileCredentials(std::filesystem::path file, std::string profile);
    Result<Credentials> load() const override;

private:
    std::filesystem::path file_;
    std::string profile_;
};

/// Runs a program that prints credentials (`parse_process_output`) each time.
class CommandCredentials final : public CredentialSource {
public:
    CommandCredentials(std::vector<std::string> command, std::chrono::milliseconds limit);
    Result<Credentials> load() const override;

private:
    std::vector<std::string> command_;
    std::chrono::milliseconds limit_;
};

/// Faults: invalid_input (both a file and a command are set).
Result<std::unique_ptr<CredentialSource>> source_of(const CredentialSettings& settings);

}  // namespace slipway::s3
