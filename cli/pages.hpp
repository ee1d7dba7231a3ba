#pragma once

#include "cli/json.hpp"

#include <cstddef>

namespace slipway::cli {

/// The pages of one answer, joined: the lists of all, everything else from the first, `next` from the last.
class JoinedPages {
public:
    void add(const JsonValue& page);
    /// How many elements the lists have together.
    std::size_t size() const { return size_; }
    /// The one answer, as JSON.
    std::string render() const;

private:
    struct Member {
        std::string name;
        bool is_list;
        std::string text;  // of a list: its elements, with commas
    };
    std::vector<Member> members_;
    std::size_t size_ = 0;
};

}  // namespace slipway::cli
