#include "cli/completion.hpp"

#include "cli/program.hpp"

#include <CLI/CLI.hpp>
#include <gmock/gmock.h>

namespace slipway::cli {
namespace {

using ::testing::HasSubstr;

std::string completion(Shell shell) {
    Session session([](const char*) -> const char* { return nullptr; });
    return render_completion(*make_program(session), shell);
}

TEST(Completion, KnowsCommandsBelowCommands) {
    EXPECT_THAT(completion(Shell::bash), HasSubstr("commands='list create import rotate activate retire revoke'"));
    EXPECT_THAT(completion(Shell::zsh), HasSubstr("'rotate:Make the oldest standby key, or a new one, active'"));
    EXPECT_THAT(completion(Shell::fish), HasSubstr(R"(-n '__slipway_is_at \'/keys\'' -f -a rotate -d)"));
}

TEST(Completion, OffersTheWordsAnOptionTakes) {
    EXPECT_THAT(completion(Shell::bash),
                HasSubstr("/keys/rotate:--algorithm) COMPREPLY=($(compgen -W 'rsa3072 rsa4096 ed25519'"));
    EXPECT_THAT(completion(Shell::zsh), HasSubstr("/keys/rotate:--algorithm) compadd -- rsa3072 rsa4096 ed25519"));
    EXPECT_THAT(completion(Shell::fish), HasSubstr("-l algorithm -r -f -a 'rsa3072 rsa4096 ed25519'"));
}

TEST(Completion, HasTheOptionsOfEveryCommandBehindEachCommand) {
    EXPECT_THAT(completion(Shell::bash), HasSubstr("'/version') options='--help --server"));
}

TEST(Completion, QuotesApostrophesAsTheShellWants) {
    EXPECT_THAT(completion(Shell::zsh), HasSubstr(R"('list:List a channel'\''s packages, or the repositories')"));
    EXPECT_THAT(completion(Shell::fish), HasSubstr(R"('List a channel\'s packages, or the repositories')"));
}

}  // namespace
}  // namespace slipway::cli
