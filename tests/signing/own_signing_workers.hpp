#pragma once

#include "base/files/posix_file_system.hpp"
#include "signing/signing_workers.hpp"
#include "tests/signing/test_keyring.hpp"
#include "tests/support/command.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace slipway::testing {

/// Signing workers of one test alone, and what they leave in its directories.
class OwnSigningWorkers : public ::testing::Test {
protected:
    /// Starts workers whose homes are in a directory of this test alone.
    std::unique_ptr<signing::SigningWorkers> start(signing::SigningWorkers::Options options = {}) {
        if (options.keys_directory.empty()) options.keys_directory = directory.path() / "keys";
        ::setenv("XDG_RUNTIME_DIR", runtime.path().c_str(), 1);
        auto workers = MUST(signing::SigningWorkers::start(files, options, log));
        ::unsetenv("XDG_RUNTIME_DIR");
        return workers;
    }
    std::string import(signing::SigningWorkers& workers) {
        return MUST(import_key(workers, "main", TestKeyring::shared().rsa_private())).fingerprint;
    }
    std::vector<std::string> left_in_runtime_directory() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(runtime.path())) names.push_back(entry.path());
        return names;
    }
    std::string processes_of_homes() const {
        return run_command({"pgrep", "-af", "homedir " + runtime.path().string()}).output;
    }

    PosixFileSystem files;
    TempDir directory;
    TempDir runtime;
    Log log{LogFormat::logfmt, LogLevel::error};
};

}  // namespace slipway::testing
