#pragma once

#include "cli/json.hpp"

#include <cstddef>

namespace slipway::cli {

/// Joins the pages of one answer: the lists of all pages, `next` from the last one, everything else from the first.
class JoinedPages {
public:
    void add(const JsonValue& page);
    /// Returns the number of elements in all lists.
    std::size_t size() const { return size_; }
    /// Returns the one answer, as JSON.
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
