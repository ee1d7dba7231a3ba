#include "cli/commands/commands.hpp"
#include "cli/completion.hpp"

namespace slipway::cli {
namespace {

Shell shell_of(const std::string& name) {
    if (name == "bash") return Shell::bash;
    return name == "zsh" ? Shell::zsh : Shell::fish;
}

}  // namespace

void add_completion_command(CLI::App& program, Session& session) {
    auto name = std::make_shared<std::string>();
    auto* command = program.add_subcommand("completion", "Print a completion script for a shell");
    one_of(command->add_option("shell", *name, "The shell")->required(), {"bash", "zsh", "fish"});
    command->footer("For example: source <(slipway completion bash)");
    command->callback([name, &program, &session] {
        session.run([&]() -> Result<int> {
            print_out(render_completion(program, shell_of(*name)));
            return exit_code::ok;
        });
    });
}

}  // namespace slipway::cli
