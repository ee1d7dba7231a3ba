// What happens around signatures: restarts, long paths, removal, the order of requests, and what is left behind.
#include "tests/signing/own_signing_workers.hpp"
#include "tests/support/comes_true.hpp"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace slipway::signing {
namespace {

namespace fs = std::filesystem;
using slipway::testing::clear_sign;
using slipway::testing::import_key;
using slipway::testing::result_of;
using slipway::testing::TestKeyring;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class SigningLife : public slipway::testing::OwnSigningWorkers {
protected:
    static std::string all_of(int pipe_end) {
        std::string text;
        char bytes[4096];
        for (ssize_t got = 0; (got = ::read(pipe_end, bytes, sizeof bytes)) > 0;)
            text.append(bytes, static_cast<std::size_t>(got));
        return text;
    }
};

TEST_F(SigningLife, NothingIsLeftBehindByDestroyedWorkers) {
    auto workers = start();
    MUST(clear_sign(*workers, "main", {import(*workers)}, "text\n"));
    EXPECT_THAT(processes_of_homes(), HasSubstr("gpg-agent"));

    workers.reset();

    EXPECT_THAT(left_in_runtime_directory(), IsEmpty());
    EXPECT_THAT(processes_of_homes(), Not(HasSubstr("gpg-agent")));
}

TEST_F(SigningLife, WhatAKilledDaemonLeftBehindIsRemovedAtTheNextStart) {
    const auto abandoned = runtime.write("slipway-gpg-abcdef/lock", "").parent_path();
    runtime.write("slipway-gpg-abcdef/w0/1/private-keys-v1.d/secret.key", "secret");

    const auto workers = start();

    EXPECT_FALSE(fs::exists(abandoned));
}

TEST_F(SigningLife, NoPrivateKeyIsLeftByAProcessThatIsKilled) {
    int key[2] = {-1, -1};
    int ready[2] = {-1, -1};
    ASSERT_EQ(::pipe(key), 0);
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t daemon = ::fork();  // before this process has other threads, whose locks the new one would inherit
    if (daemon == 0) {
        ::close(key[1]);
        const auto workers = start();
        const auto imported = MUST(import_key(*workers, "main", all_of(key[0])));
        const auto signature = clear_sign(*workers, "main", {imported.fingerprint}, "text\n");
        const char byte = signature.ok() ? 'y' : 'n';
        static_cast<void>(::write(ready[1], &byte, 1));
        ::pause();
        ::_exit(0);
    }
    const auto armored = TestKeyring::shared().rsa_private();
    ASSERT_EQ(::write(key[1], armored.data(), armored.size()), static_cast<ssize_t>(armored.size()));
    ::close(key[1]);
    char signature = 0;
    ASSERT_EQ(::read(ready[0], &signature, 1), 1);
    ASSERT_EQ(signature, 'y');
    ASSERT_THAT(left_in_runtime_directory(), Not(IsEmpty()));
    ASSERT_THAT(processes_of_homes(), HasSubstr("gpg-agent"));

    ::kill(daemon, SIGKILL);
    ::waitpid(daemon, nullptr, 0);

    EXPECT_TRUE(testing::comes_true([&] { return left_in_runtime_directory().empty(); }));
    EXPECT_THAT(left_in_runtime_directory(), IsEmpty());
    EXPECT_THAT(processes_of_homes(), Not(HasSubstr("gpg-agent")));
}

TEST_F(SigningLife, AnotherLivingDaemonsDirectoryIsLeftAlone) {
    const auto first = start();
    const auto second = start({.keys_directory = directory.path() / "other"});

    EXPECT_EQ(left_in_runtime_directory().size(), 2u);
}

TEST_F(SigningLife, ADataPathOfAnyLengthWorks) {
    const auto long_path = directory.path() / std::string(150, 'x') / std::string(150, 'y');
    fs::create_directories(long_path);
    auto workers = start({.keys_directory = long_path / "keys"});

    EXPECT_TRUE(clear_sign(*workers, "main", {import(*workers)}, "text\n").ok());
}

TEST_F(SigningLife, KeysAreReadAgainAfterARestart) {
    auto workers = start();
    const auto key = import(*workers);
    workers.reset();

    workers = start();

    EXPECT_TRUE(clear_sign(*workers, "main", {key}, "text\n").ok());
}

TEST_F(SigningLife, PrivateKeysAreReadableByTheirOwnerOnly) {
    auto workers = start();
    const auto key = import(*workers);

    const auto home = directory.path() / "keys" / "main";
    EXPECT_EQ(fs::status(home).permissions(), fs::perms::owner_all);
    EXPECT_EQ(fs::status(home / (key + ".asc")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(SigningLife, AKeyAddedLaterIsKnownToEveryWorker) {
    auto workers = start({.workers = 1});
    const auto first = import(*workers);
    MUST(clear_sign(*workers, "main", {first}, "text\n"));

    const auto second = MUST(import_key(*workers, "main", TestKeyring::shared().ed25519_private())).fingerprint;

    EXPECT_TRUE(clear_sign(*workers, "main", {first, second}, "text\n").ok());
}

TEST_F(SigningLife, ARemovedRepositoryHasNoKeysAnyMore) {
    auto workers = start();
    const auto key = import(*workers);
    MUST(clear_sign(*workers, "main", {key}, "text\n"));

    MUST(result_of<std::monostate>(
        [&](Done<std::monostate> done) { workers->remove_repository("main", std::move(done)); }));

    EXPECT_FALSE(fs::exists(directory.path() / "keys" / "main"));
    EXPECT_FAULT(clear_sign(*workers, "main", {key}, "text\n"), Fault::not_found);
}

TEST_F(SigningLife, RequestsStillWaitingAtTheEndAreCancelled) {
    std::atomic<int> done{0};
    std::atomic<int> cancelled{0};
    auto workers = start({.workers = 1});
    const auto key = import(*workers);

    for (int i = 0; i < 20; ++i)
        workers->clear_sign("main", {key}, "text\n", Priority::package, [&](Result<std::string> result) {
            ++done;
            if (!result.ok() && result.error().fault() == Fault::cancelled) ++cancelled;
        });
    workers.reset();

    EXPECT_EQ(done, 20);
    EXPECT_GT(cancelled, 0);
}

TEST_F(SigningLife, PublicationsGoBeforePackages) {
    auto workers = start({.workers = 1});
    const auto key = import(*workers);
    std::string order;  // written by the only worker
    const auto sign = [&](Priority priority, char name) {
        workers->clear_sign("main", {key}, "text\n", priority, [&order, name](Result<std::string>) { order += name; });
    };

    sign(Priority::package, 'a');  // may be taken up before the others arrive
    sign(Priority::package, 'b');
    sign(Priority::package, 'c');
    sign(Priority::publication, 'P');
    result_of<std::string>([&](Done<std::string> done) {
        workers->clear_sign("main", {key}, "text\n", Priority::package, std::move(done));
    }).ok();

    EXPECT_LT(order.find('P'), order.find('b'));
}

TEST_F(SigningLife, TwoWorkersSignAtTheSameTimeWithoutHarm) {
    auto workers = start({.workers = 2});
    const auto key = import(*workers);
    std::atomic<int> good{0};
    std::promise<void> all;

    for (int i = 0; i < 16; ++i)
        workers->clear_sign("main", {key}, "text " + std::to_string(i) + "\n", Priority::package,
                            [&](Result<std::string> result) {
                                if (!result.ok()) ADD_FAILURE() << result.error().message();
                                if (++good == 16) all.set_value();
                            });
    all.get_future().wait();

    EXPECT_EQ(workers->counters().signatures, 16u);
}

}  // namespace
}  // namespace slipway::signing
