#include "tests/support/etc_machine.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace slipway::testing {

namespace fs = std::filesystem;

EtcMachine::EtcMachine(const std::string& os_release) {
    directory_.write("etc/os-release", os_release);
    fs::create_directory(directory_.path() / "bin");
}

void EtcMachine::put_program(const std::string& name, const std::string& shell_commands) {
    fs::permissions(directory_.write("bin/" + name, "#!/bin/sh\n" + shell_commands + "\n"), fs::perms::owner_all);
}

CommandOutput EtcMachine::run(const std::vector<std::string>& arguments) const {
    std::vector<std::string> all = {"unshare", "--mount"};
    if (::geteuid() != 0) all.emplace_back("--map-root-user");
    all.insert(all.end(), {"sh", "-c", "mount --bind \"$0/etc\" /etc && PATH=\"$0/bin:$PATH\" exec \"$@\"",
                           directory_.path().string()});
    all.insert(all.end(), arguments.begin(), arguments.end());
    return run_command(all);
}

std::vector<std::string> EtcMachine::files() const {
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(directory_.path() / "etc"))
        if (entry.is_regular_file() && entry.path().filename() != "os-release")
            found.push_back("/" + fs::relative(entry.path(), directory_.path()).string());
    std::sort(found.begin(), found.end());
    return found;
}

std::string EtcMachine::content(const std::string& path) const {
    std::ifstream file(directory_.path() / path.substr(1), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void EtcMachine::write(const std::string& path, const std::string& content) const {
    directory_.write(path.substr(1), content);
}

}  // namespace slipway::testing
