// Prints the OpenAPI document of a server below a path ("" for none), or with --operations the methods and paths of all
// operations, one a line: what openapi_document.py compares and scripts/lint-openapi examines.
#include "server/api/resources/operations.hpp"
#include "server/api/routing/openapi.hpp"

#include <fmt/format.h>

int main(int count, char** arguments) {
    using namespace slipway::api;
    const std::string_view wanted = count > 1 ? arguments[1] : "";
    if (wanted != "--operations") {
        fmt::print("{}\n", openapi_document(all_operations(), wanted).text());
        return 0;
    }
    for (const auto& operation : all_operations())
        fmt::print("{} {}\n", slipway::http::name_of(operation.method), operation.path);
    return 0;
}
