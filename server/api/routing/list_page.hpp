#pragma once

#include "server/api/routing/operation.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::api {

/// Answers with a page of a list, given by `limit` and `cursor`. Its body has `next`; if there is a next page, `Link:
/// <…>; rel="next"` is the same request with the next cursor. Precondition: the operation has a list. Faults: those of
/// the list.
Result<http::Reply> answer_list(Services& services, const Operation& operation, const Call& call);

/// The error for a cursor that the list did not return: invalid_input "invalid-field".
Error invalid_cursor();
/// Parses a cursor that is a number. Faults: as above.
Result<std::optional<std::int64_t>> number_of_cursor(const PageWanted& wanted);

/// Makes a page of a list that is completely in memory: the first elements for which `is_behind` is true.
template <class Elements, class IsBehind, class CursorOf, class Render>
ListPage page_of(std::string_view member, const Elements& elements, std::size_t limit, const IsBehind& is_behind,
                 const CursorOf& cursor_of, const Render& render) {
    std::vector<Json> shown;
    std::string last;
    std::optional<std::string> next;
    for (const auto& element : elements) {
        if (!is_behind(element)) continue;
        if (shown.size() == limit) {
            next = last;
            break;
        }
        shown.push_back(render(element));
        last = cursor_of(element);
    }
    return {Json::object({{member, Json::array(shown)}}), next};
}

}  // namespace slipway::api
