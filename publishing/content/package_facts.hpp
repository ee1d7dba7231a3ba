#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace slipway::publishing {

/// Relations of one kind to other packages: "Depends", {"libc6 (>= 2.36)", "adduser | systemd"}.
struct NamedRelations {
    std::string_view kind;  // as a deb's field is called, or rpm's kind in the same form
    std::vector<std::string> entries;

    bool operator==(const NamedRelations&) const = default;
};

/// What a package says of itself. Nothing of it is checked, and it may be any text.
struct PackageFacts {
    std::string homepage;
    std::string license;
    std::vector<NamedRelations> relations;  // those it has, what it needs first; each entry once
};

/// `text` is the first document of a package (storage::PackageRow), or a beginning of it: what it cuts is left out.
PackageFacts facts_of(std::string_view format, std::string_view text);

/// What stands between two marks of such a text: nothing where the first is missing, all the rest where the second is.
std::string_view text_between(std::string_view text, std::string_view begin, std::string_view end);

}  // namespace slipway::publishing
