#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace slipway::storage {

/// Something a check found.
struct Finding {
    enum class Kind : unsigned char { damage, leftover };
    Kind kind = Kind::damage;
    std::string check{};    // "blob", "list", "signature" …: the invariant
    std::string message{};  // what is wrong with which object
    bool repaired = false;
};

/// What checks found, in order. Damage breaks an invariant of docs/storage.md; a leftover only takes space.
class Findings {
public:
    void damage(std::string check, std::string message) {
        all_.push_back({Finding::Kind::damage, std::move(check), std::move(message)});
    }
    void leftover(std::string check, std::string message) {
        all_.push_back({Finding::Kind::leftover, std::move(check), std::move(message)});
    }
    void repaired(std::string check, std::string message) {
        all_.push_back({Finding::Kind::damage, std::move(check), std::move(message), true});
    }

    const std::vector<Finding>& all() const { return all_; }
    std::size_t damage_left() const { return count(Finding::Kind::damage, false); }
    std::size_t damage_repaired() const { return count(Finding::Kind::damage, true); }

private:
    std::size_t count(Finding::Kind kind, bool is_repaired) const {
        std::size_t sum = 0;
        for (const auto& finding : all_) sum += finding.kind == kind && finding.repaired == is_repaired ? 1 : 0;
        return sum;
    }

    std::vector<Finding> all_;
};

}  // namespace slipway::storage
