#pragma once

#include "base/clock.hpp"
#include "base/digest.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace slipway::apt {

/// One index listed in a Release file, by its path below `dists/{suite}/`.
struct ReleaseIndex {
    std::string path;
    std::uint64_t size;
    Sha256 sha256;
};

struct Release {
    std::string origin;
    std::string label;
    std::string suite;
    std::string codename;
    std::string description;  // first line only is used; empty = the field is left out
    Seconds date;
    std::vector<std::string> architectures;  // as listed; "all" included where binary-all is served
    std::vector<std::string> components;
    std::optional<std::string> snapshots;  // the Snapshots field's URL template
    std::vector<ReleaseIndex> indexes;     // in any order; listed sorted by path
};

/// The Release file: `Acquire-By-Hash: yes`, SHA256 list only, no Valid-Until, no Signed-By.
std::string render(const Release& release);

}  // namespace slipway::apt
