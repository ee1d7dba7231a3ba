#pragma once

#include "tests/support/command.hpp"
#include "tests/support/temp_dir.hpp"

#include <string>
#include <vector>

namespace slipway::testing {

/// A user's gpg, with a home of its own.
class UserGpg {
public:
    using Arguments = std::vector<std::string>;

    UserGpg() { home_.write("gpg-agent.conf", "s2k-count 65536\n"); }
    ~UserGpg() { run_command({"gpgconf", "--homedir", home_.path(), "--kill", "all"}); }

    std::string run(const Arguments& arguments) const {
        Arguments all{
            "gpg",     "--homedir", home_.path(), "--batch", "--quiet", "--no-permission-warning", "--pinentry-mode",
            "loopback"};
        all.insert(all.end(), arguments.begin(), arguments.end());
        return run_command(all).output;
    }
    void generate(const std::string& algorithm, const std::string& usage, Arguments options = {},
                  const std::string& passphrase = "") const {
        options.insert(options.end(),
                       {"--passphrase", passphrase, "--quick-generate-key", "user", algorithm, usage, "never"});
        run(options);
    }
    std::string fingerprint() const {
        const auto listed = run({"--list-keys", "--with-colons"});
        const auto at = listed.find("fpr:::::::::");
        return at == std::string::npos ? "" : listed.substr(at + 12, 40);
    }
    std::string secret(const std::string& passphrase = "") const {
        return run({"--passphrase", passphrase, "--armor", "--export-secret-keys"});
    }
    const TempDir& home() const { return home_; }

private:
    TempDir home_;
};

}  // namespace slipway::testing
