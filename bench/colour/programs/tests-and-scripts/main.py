from library import lend
import tasks

print(lend("Kidnapped"))
tasks.nightly()
import test_library

test_library.test_lend()
test_library.TestDesk().test_method()
print(test_library.helper(lend))
import manage

manage.main(["lend"])
