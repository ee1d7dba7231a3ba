#include "cli/consent.hpp"

#include "base/text.hpp"
#include "cli/exit_codes.hpp"
#include "cli/terminal.hpp"

#include <unistd.h>

namespace slipway::cli {

Result<> obtain_consent(bool given, const std::string& question) {
    if (given) return {};
    if (!is_terminal(STDIN_FILENO))
        return Error(client_problem::usage, question + " Nobody can be asked here; say --yes");
    const auto answer = to_lower(trimmed(TRY(read_line(question + " [y/N] "))));
    if (answer == "y" || answer == "yes") return {};
    return Error(client_problem::declined, "nothing was done");
}

}  // namespace slipway::cli
