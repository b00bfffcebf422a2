"""Other frameworks need no plugin: the server is a context manager."""

import unittest

from mockserver import Tenant
from mockserver.testing.server import MockServer


class Signup(unittest.TestCase):
    """A test case of the standard library, with a server for the class and a tenant for each test."""

    server: MockServer
    tenant: Tenant

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = cls.enterClassContext(MockServer())

    def setUp(self) -> None:
        self.tenant = self.enterContext(self.server.tenant())

    def test_a_customer_is_created(self) -> None:
        self.tenant.session("stripe").post("/customers", data={"name": "Ada"})
        assert [record["name"] for record in self.tenant.data("stripe", "customers")] == ["Ada"]

    def test_another_test_sees_nothing_of_it(self) -> None:
        assert self.tenant.data("stripe", "customers") == []


def test_the_runner_of_the_standard_library_is_enough() -> None:
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(Signup).run(result)
    assert (result.testsRun, result.errors, result.failures) == (2, [], [])
