#include "tests/support/golden.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace slipway::testing {
namespace {

std::filesystem::path path_of(const std::string& name) { return std::filesystem::path(SLIPWAY_TEST_DATA) / name; }

}  // namespace

std::string data_file(const std::string& name) {
    std::ifstream file(path_of(name), std::ios::binary);
    EXPECT_TRUE(file) << "cannot open tests/data/" << name;
    return {std::istreambuf_iterator<char>(file), {}};
}

bool accepting_golden_files() {
    const char* accept = std::getenv("SLIPWAY_ACCEPT");
    return accept && *accept;
}

void accept_golden(const std::string& name, const std::string& text) {
    std::filesystem::create_directories(path_of(name).parent_path());
    std::ofstream(path_of(name), std::ios::binary) << text;
}

}  // namespace slipway::testing
