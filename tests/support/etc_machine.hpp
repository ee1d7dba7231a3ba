#pragma once

#include "tests/support/command.hpp"
#include "tests/support/temp_dir.hpp"

#include <string>
#include <vector>

namespace slipway::testing {

/// A machine that shares everything with this one but /etc, which holds an os-release file and nothing else. Programs
/// see it in place of /etc in a mount namespace of their own.
class EtcMachine {
public:
    /// `os_release`: the text of /etc/os-release.
    explicit EtcMachine(const std::string& os_release);

    /// Programs of this name are found before any other and do this.
    void put_program(const std::string& name, const std::string& shell_commands);
    /// Runs as root of the machine.
    CommandOutput run(const std::vector<std::string>& arguments) const;
    /// Paths of all files below /etc but os-release, sorted.
    std::vector<std::string> files() const;
    std::string content(const std::string& path) const;
    void write(const std::string& path, const std::string& content) const;

private:
    TempDir directory_;
};

}  // namespace slipway::testing
