import { useStrictKlaviyo } from "./support/klaviyo";
import { testLostExportUser } from "./support/test-lost-export-user";

const klaviyo = useStrictKlaviyo();

testLostExportUser(klaviyo, "disabled");
