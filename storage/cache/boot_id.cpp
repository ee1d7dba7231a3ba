#include "storage/cache/boot_id.hpp"

#include <fstream>

namespace slipway::storage {

std::string boot_id() {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    std::getline(file, id);
    return id;
}

}  // namespace slipway::storage
