// A gpg or an agent that hangs or is killed: the request fails at its deadline, and the worker goes on.
#include "base/text.hpp"
#include "tests/signing/own_signing_workers.hpp"

#include <chrono>
#include <filesystem>
#include <signal.h>

namespace slipway::signing {
namespace {

namespace fs = std::filesystem;
using slipway::testing::clear_sign;
using slipway::testing::import_key;
using slipway::testing::run_command;
using slipway::testing::TestKeyring;
using ::testing::IsEmpty;

class HangingGpg : public slipway::testing::OwnSigningWorkers {
protected:
    /// A gpg that sleeps instead of taking in keys while the file `hang` is there.
    std::string sleeping_gpg() const {
        const auto script = directory.write("gpg", "#!/bin/sh\ncase \"$*\" in *--import*) test -e " +
                                                       (directory.path() / "hang").string() +
                                                       " && sleep 600 ;; esac\nexec gpg \"$@\"\n");
        fs::permissions(script, fs::perms::owner_all);
        return script;
    }
};

class SigningAgent : public slipway::testing::OwnSigningWorkers {
protected:
    /// Sends a signal to every agent of these workers.
    void send_to_agents(int signal) const {
        const auto listed = run_command({"pgrep", "-f", "gpg-agent --homedir " + runtime.path().string()}).output;
        for (const auto pid : split(listed, '\n'))
            if (const auto number = parse_decimal(pid)) ::kill(static_cast<pid_t>(*number), signal);
    }
};

/// A busy machine starts gpg within it.
constexpr std::chrono::milliseconds patience(5000);

TEST_F(HangingGpg, FailsWithBusyAtTheDeadlineAndTheWorkerGoesOn) {
    auto workers = start({.workers = 1, .deadline = patience, .gpg_program = sleeping_gpg()});
    const auto key = import(*workers);

    directory.write("hang", "");
    const auto hung = clear_sign(*workers, "main", {key}, "text\n");
    const auto left = run_command({"pgrep", "-af", "sleep 600"}).output;
    fs::remove(directory.path() / "hang");
    const auto next = clear_sign(*workers, "main", {key}, "text\n");

    EXPECT_FAULT(hung, Fault::busy);
    EXPECT_THAT(left, IsEmpty());
    EXPECT_TRUE(next.ok());
    EXPECT_EQ(workers->counters().timeouts, 1u);
    EXPECT_EQ(workers->counters().signatures, 1u);
}

TEST_F(SigningAgent, ThatHangsFailsWithBusyAtTheDeadlineAndIsReplaced) {
    auto workers = start({.workers = 1, .deadline = patience});
    const auto key = import(*workers);
    MUST(clear_sign(*workers, "main", {key}, "text\n"));
    const auto agents_before = processes_of_homes();

    send_to_agents(SIGSTOP);
    const auto hung = clear_sign(*workers, "main", {key}, "text\n");
    const auto next = clear_sign(*workers, "main", {key}, "text\n");

    EXPECT_FAULT(hung, Fault::busy);
    EXPECT_TRUE(next.ok());
    EXPECT_EQ(workers->counters().timeouts, 1u);
    EXPECT_NE(processes_of_homes(), agents_before);
}

TEST_F(SigningAgent, ThatWasKilledIsReplacedWithoutAFailure) {
    auto workers = start({.workers = 1});
    const auto key = import(*workers);
    MUST(clear_sign(*workers, "main", {key}, "text\n"));

    send_to_agents(SIGKILL);

    EXPECT_TRUE(clear_sign(*workers, "main", {key}, "text\n").ok());
    EXPECT_EQ(workers->counters().timeouts, 0u);
}

TEST_F(SigningAgent, ThatHangsHoldsUpOneRequestOnly) {
    auto workers = start({.workers = 2, .deadline = std::chrono::milliseconds(60'000)});
    const auto key = import(*workers);
    const auto other = MUST(import_key(*workers, "other", TestKeyring::shared().ed25519_private())).fingerprint;
    MUST(clear_sign(*workers, "main", {key}, "text\n"));

    send_to_agents(SIGSTOP);
    workers->clear_sign("main", {key}, "text\n", Priority::publication, [](const Result<std::string>&) {});
    const auto meanwhile = clear_sign(*workers, "other", {other}, "text\n");
    send_to_agents(SIGCONT);

    EXPECT_TRUE(meanwhile.ok());
}

}  // namespace
}  // namespace slipway::signing
